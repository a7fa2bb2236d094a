mlparse -q -c 'auto model:=fraud-v3' here/no_final_newline.in
